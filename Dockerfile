# conclint in an image: docker run --rm -v "$PWD:/code" conclint src/

FROM rust:1.95-slim AS build
WORKDIR /conclint
COPY Cargo.toml Cargo.lock README.md ./
COPY src src
COPY lints lints
COPY docs docs
COPY benches benches
RUN cargo build --release --locked --bin conclint

FROM debian:stable-slim
# git answers --changed and --staged; the folder that is mounted belongs to another user.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory '*'
COPY --from=build /conclint/target/release/conclint /usr/local/bin/conclint
WORKDIR /code
ENTRYPOINT ["conclint"]

//! Comments that go, whole or in part, since nothing is found where they allow it.

fn light(lamp: u32) {
    println!("lamp {lamp}");
}

fn a_line_of_its_own(lamp: u32) {
    // conclint: allow(detached-spawn) -- the lamp burns for ever //~ --fix
    tokio::spawn(async move { light(lamp) });
}

fn behind_code(lamp: u32) {
    tokio::spawn(async move { light(lamp) }); // conclint: allow(detached-spawn) -- it burns for ever //~ --fix
}

fn one_name_of_two(lamp: u32) {
    // conclint: allow(timer-reset, detached-spawn) -- the lamp burns for ever //~ --fix
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            light(lamp);
        }
    });
}

fn a_name_that_no_lint_has(lamp: u32) {
    // conclint: allow(smoke, detached-spawn) -- the lamp burns for ever //~ --fix
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            light(lamp);
        }
    });
}

fn a_slip_in_the_name(lamp: u32) {
    // conclint: allow(detached-spown) -- the lamp burns for ever //~ --fix=all
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            light(lamp);
        }
    });
}

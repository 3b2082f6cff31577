//! To make a blocking client of `reqwest` waits for a thread with a runtime, and so does each request.
pub fn renew() -> reqwest::Result<reqwest::blocking::Client> {
    reqwest::blocking::Client::builder().pool_max_idle_per_host(0).build()
}

pub fn fetch(client: &reqwest::blocking::Client) -> reqwest::Result<String> {
    client.get("http://localhost").header("accept", "text/plain").send()?.text()
}

pub async fn in_a_task() -> bool {
    renew().is_ok()
}

pub fn asynchronous() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().pool_max_idle_per_host(0).build()
}

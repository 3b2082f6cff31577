//! A labelled break leaves the loop of its label: the outer loop has a way out, and the inner one the same.
pub async fn search() {
    'pages: loop {
        loop {
            if find().await {
                break 'pages;
            }
        }
    }
}

async fn find() -> bool {
    true
}

//! A market weighs its melons on a scale that is asked by the network.

async fn weigh(melon: u32) -> u32 {
    tokio::task::yield_now().await;
    melon * 900
}

pub mod bad {
    use tokio::runtime::Handle;

    use super::weigh;

    pub async fn grams(melons: u32) -> u32 {
        let mut grams = 0;
        for melon in 1..=melons {
            let scale = tokio::spawn(weigh(melon));
            grams += Handle::current().block_on(scale).unwrap(); //~ block-on-in-async
        }
        grams
    }
}

pub mod good {
    use super::weigh;

    pub async fn grams(melons: u32) -> u32 {
        let mut grams = 0;
        for melon in 1..=melons {
            let scale = tokio::spawn(weigh(melon));
            grams += scale.await.unwrap();
        }
        grams
    }
}

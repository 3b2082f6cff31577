//! A `?` sees through an alias of `Result`, and a macro called as its crate does not hide the crate.
use anyhow::anyhow;
use std::sync::{Mutex, MutexGuard};

type Result<T> = anyhow::Result<T>;

pub struct Till {
    coins: Mutex<u32>,
}

pub enum Shop {
    Open(Till),
    Closed,
}

impl Shop {
    fn till(&self) -> Result<&Till> {
        match self {
            Shop::Open(till) => Ok(till),
            Shop::Closed => Err(anyhow!("closed")),
        }
    }
}

pub fn count(shop: &Shop) -> anyhow::Result<u32> {
    let coins = shop.till()?.coins.lock().unwrap();
    Ok(*coins)
}

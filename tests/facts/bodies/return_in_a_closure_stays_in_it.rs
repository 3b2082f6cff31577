//! A return inside a closure or async block leaves that, not the loop around it.
pub fn run(items: Vec<u8>) {
    loop {
        items.iter().for_each(|n| {
            if *n > 3 {
                return;
            }
            println!("{n}");
        });
        let _later = async {
            return 4;
        };
    }
}

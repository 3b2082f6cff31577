macro_rules! bring {
    ($name:ident) => {
        mod $name;
    };
}

bring!(by_macro);

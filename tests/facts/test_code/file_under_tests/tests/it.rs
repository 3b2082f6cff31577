use harbour::real;

fn helper() {
    std::thread::spawn(real);
}

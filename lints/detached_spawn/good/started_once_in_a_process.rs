//! What starts the task runs once in a process, or as often as the process has places and things for it.

use super::*;

// Initialisers that name the function by its path.

static NIGHT_DOME: LazyLock<Dome> = LazyLock::new(open_for_the_night);

fn open_for_the_night() -> Dome {
    let dome = Dome::default();
    tokio::spawn(turn_for_ever(dome.clone()));
    dome
}

fn a_cell_is_filled_by_a_function() -> &'static Dome {
    static SPARE_DOME: OnceLock<Dome> = OnceLock::new();

    fn spare() -> Dome {
        let dome = Dome::default();
        let turner = dome.clone();
        thread::spawn(move || turn_on_a_thread(turner));
        dome
    }

    SPARE_DOME.get_or_init(spare)
}

mod an_initialiser_leads_there_through_calls {
    use super::*;

    static SOUTH_DOME: LazyLock<Dome> = LazyLock::new(|| built(3));

    fn built(storeys: u32) -> Dome {
        println!("{storeys}");
        equipped()
    }

    fn equipped() -> Dome {
        let dome = Dome::default();
        tokio::spawn(turn_for_ever(dome.clone()));
        dome
    }
}

// Programs whose `main` alone leads there.

mod a_program_of_many_layers {
    use super::*;

    fn main() {
        opens(Dome::default());
    }

    fn opens(dome: Dome) {
        unlocks(dome);
    }

    fn unlocks(dome: Dome) {
        wakes(dome);
    }

    fn wakes(dome: Dome) {
        greases(dome);
    }

    fn greases(dome: Dome) {
        engages(dome);
    }

    fn engages(dome: Dome) {
        turns(dome);
    }

    fn turns(dome: Dome) {
        thread::spawn(move || turn_on_a_thread(dome));
    }
}

mod a_program_with_two_modes {
    use super::*;

    #[tokio::main]
    async fn main() {
        match std::env::args().nth(1) {
            Some(star) => turns(&star),
            None => turns("Vega"),
        }
        let _ = tokio::signal::ctrl_c().await;
    }

    fn turns(star: &str) {
        println!("{star}");
        tokio::spawn(turn_for_ever(Dome::default()));
    }
}

mod a_program_with_a_dome_for_each_site {
    use super::*;

    fn main() {
        for site in std::env::args().skip(1) {
            opens(&site);
        }
        thread::park();
    }

    fn opens(site: &str) {
        println!("{site}");
        thread::spawn(move || turn_on_a_thread(Dome::default()));
    }
}

mod a_program_that_tries_until_it_has_started {
    use super::*;

    fn main() {
        let dome = opens();
        println!("{}", dome.steps.load(Ordering::Relaxed));
    }

    fn opens() -> Dome {
        loop {
            if std::fs::exists("/dev/dome").is_ok_and(|there| there) {
                let dome = Dome::default();
                let turner = dome.clone();
                thread::spawn(move || turn_on_a_thread(turner));
                return dome;
            }
            println!("no dome yet");
        }
    }
}

mod a_program_with_a_thread_for_its_domes {
    use super::*;

    fn main() {
        let domes = thread::spawn(open_all);
        let _ = domes.join();
    }

    fn open_all() {
        let first = std::env::args().nth(1).map(|site| opens(&site));
        println!("{first:?}");
        thread::park();
    }

    fn opens(site: &str) -> usize {
        thread::spawn(move || turn_on_a_thread(Dome::default()));
        site.len()
    }
}

mod a_program_that_opens_through_a_trait_of_its_own {
    use super::*;

    trait Opens {
        fn open(&self);
    }

    struct North;
    struct South;

    impl Opens for North {
        fn open(&self) {
            thread::spawn(move || turn_on_a_thread(Dome::default()));
        }
    }

    impl Opens for South {
        fn open(&self) {
            println!("closed in winter");
        }
    }

    fn main() {
        let dome: Box<dyn Opens> = if std::env::args().len() > 1 { Box::new(North) } else { Box::new(South) };
        dome.open();
        thread::park();
    }
}

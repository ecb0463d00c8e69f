//! Remembers for whom this was compiled, so that every log line can say so.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for variable in ["TARGET", "PROFILE"] {
        let value = std::env::var(variable).expect("cargo sets it for build scripts");
        println!("cargo:rustc-env=BUILT_{variable}={value}");
    }
}

//! `#[derive(Event)]`: gives a payload type its name on the wire, from `#[event(name = "...", version = N)]`.

use proc_macro::TokenStream;
use quote::quote;
use syn::{parse_macro_input, Attribute, DeriveInput, LitInt, LitStr};

struct EventName {
    name: String,
    version: u32,
}

#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let EventName { name, version } = event_name(input)?;
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::envelope::Event for #ident #type_generics #where_clause {
            const NAME: &'static str = #name;
            const VERSION: u32 = #version;
        }
    })
}

fn event_name(input: &DeriveInput) -> syn::Result<EventName> {
    let attribute = input.attrs.iter().find(|attribute| attribute.path().is_ident("event"));
    match attribute {
        Some(attribute) => parse(attribute, input),
        None => Ok(EventName { name: kebab_case(&input.ident.to_string()), version: 1 }),
    }
}

fn parse(attribute: &Attribute, input: &DeriveInput) -> syn::Result<EventName> {
    let mut found = EventName { name: kebab_case(&input.ident.to_string()), version: 1 };
    attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("name") {
            found.name = meta.value()?.parse::<LitStr>()?.value();
            Ok(())
        } else if meta.path.is_ident("version") {
            found.version = meta.value()?.parse::<LitInt>()?.base10_parse()?;
            Ok(())
        } else {
            Err(meta.error("expected name or version"))
        }
    })?;
    Ok(found)
}

fn kebab_case(ident: &str) -> String {
    let mut name = String::new();
    for (index, character) in ident.chars().enumerate() {
        if character.is_uppercase() && index > 0 {
            name.push('-');
        }
        name.extend(character.to_lowercase());
    }
    name
}

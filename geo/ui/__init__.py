"""What a page is made of: state, cache, controls, frames around content, picks."""

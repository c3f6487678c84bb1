"""What many machines share: cache and photos outside of one machine."""

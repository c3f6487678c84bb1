"""Commands for tokens, clean-up, bulk import, icons and the address."""

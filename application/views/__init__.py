"""What readers see: one file per thing, folded from its entries, each part with the entry it rests on."""

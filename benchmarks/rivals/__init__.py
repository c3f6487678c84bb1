"""What the product is compared with: a bare view, and a digit view of an afternoon."""

"""Separating ink from paper."""

"""The folder `MEDIA_ROOT`: whether it is there, and of this site."""

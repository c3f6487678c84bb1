"""What the site does by itself: retention, orphaned files, maintenance."""

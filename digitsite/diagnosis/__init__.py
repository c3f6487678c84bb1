"""What `manage.py doctor` looks at, each with what to do."""

"""What people see: every page in a real Chromium, in both languages, on a wide and on a narrow screen."""

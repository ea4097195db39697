"""API Gateway's error answers (gateway responses), made correct, visible and effective."""

"""One HTTP call at a time: requests, answers, retries, secrets. What all clients of servers share."""

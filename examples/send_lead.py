"""Sends one lead with Python's standard library, again where that is safe.

KEY is an API key with the scope leads:write; `npm start` prints one.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

TRIES = 5
AGAIN = {408, 429, 502, 503, 504}


def send_lead(base_url: str, key: str, lead: dict) -> dict:
    """Answers what Intake says of the lead. Raises urllib.error.HTTPError for a refusal."""
    request = urllib.request.Request(
        f"{base_url}/api/v1/leads",
        data=json.dumps(lead).encode(),
        headers={
            "x-api-key": key,
            "content-type": "application/json",
            # The same on every try: however often the call is repeated, the lead is there once.
            "Idempotency-Key": str(uuid.uuid4()),
        },
        method="POST",
    )
    for attempt in range(1, TRIES + 1):
        wait = 2**attempt
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code not in AGAIN or attempt == TRIES:
                raise
            wait = int(error.headers.get("Retry-After", wait))
        except OSError:
            if attempt == TRIES:
                raise
        time.sleep(wait)
    raise AssertionError("the last try returns or raises")


def main() -> int:
    try:
        answer = send_lead(
            os.environ.get("INTAKE_URL", "http://127.0.0.1:3000"),
            os.environ["KEY"],
            {
                "firstName": "Rosa",
                "lastName": "Luna",
                "email": "rosa@example.com",
                "phoneNumber": "(678) 231-9992",
                "source": "send_lead.py",
                "tags": ["example"],
                "customFields": {"budget": "50k"},
            },
        )
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        print(problem["code"], problem["detail"], file=sys.stderr)
        return 1
    print(answer["lead"]["id"])
    return 0


if __name__ == "__main__":
    sys.exit(main())

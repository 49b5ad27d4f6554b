#!/bin/sh
# Sends one lead with curl, again where that is safe. KEY is an API key with the scope leads:write; `npm start` prints one.
set -eu
: "${KEY:?set KEY to an API key}"

# The same key on every try: however often the call is repeated, the lead is there once.
id="example-$(date +%s)-$$"

curl -sS --fail-with-body --max-time 30 --retry 5 --retry-connrefused \
  "${INTAKE_URL:-http://127.0.0.1:3000}/api/v1/leads" \
  -H "x-api-key: $KEY" -H "Idempotency-Key: $id" -H 'content-type: application/json' \
  -d '{
    "firstName": "Rosa", "lastName": "Luna", "email": "rosa@example.com", "phoneNumber": "(678) 231-9992",
    "source": "send-lead.sh", "tags": ["example"], "customFields": { "budget": "50k" }
  }'

# syntax=docker/dockerfile:1
# One image for every service; compose names the command. Node 24 strips the types itself: nothing is compiled.

FROM node:24-slim AS manifests
WORKDIR /app
COPY . .
# What is left changes only when a dependency does, so the install below stays cached.
RUN find apps packages tests -type f ! -name package.json -delete

FROM node:24-slim AS dependencies
WORKDIR /app
COPY --from=manifests /app/package.json /app/package-lock.json /app/.npmrc ./
COPY --from=manifests /app/apps apps
COPY --from=manifests /app/packages packages
COPY --from=manifests /app/tests tests
# Only what the services need; the optional ones are native helpers that have fallbacks.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts \
    --workspace apps/gateway --workspace apps/worker --workspace apps/console --workspace apps/admin

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app ./
COPY migrations migrations
COPY packages packages
COPY apps apps
# Documents, where they are kept on a disk: the volume that compose mounts there gets this owner.
RUN mkdir -p /var/lib/intake/files && chown node:node /var/lib/intake/files
USER node
CMD ["node", "apps/gateway/src/main.ts"]

# syntax=docker/dockerfile:1
# One image for every process: programs/gateway.mjs, which is the default, worker.mjs, console.mjs and admin.mjs.
# A release names its base by digest: --build-arg NODE_IMAGE=node:24-slim@sha256:…
ARG NODE_IMAGE=node:24-slim

# What is made in these two stages is the same on every architecture.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS manifests
WORKDIR /source
COPY . .
# What is left changes only when a dependency does, so the install below stays cached.
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /source
COPY --from=manifests /source .
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    --workspace packages/bundle --workspace apps/gateway --workspace apps/worker --workspace apps/console --workspace apps/admin
COPY . .
RUN node packages/bundle/src/main.ts /app && mkdir -p /app/files

FROM ${NODE_IMAGE}
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Intake" \
      org.opencontainers.image.description="Takes leads in over HTTP at high volume and loses none" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app .
# Files of leads, where they are kept on a disk: the volume that is mounted there gets this owner.
COPY --from=build --chown=1000:1000 /app/files /var/lib/intake/files
USER 1000:1000
EXPOSE 3000
# Every process answers there; the admin command is none.
HEALTHCHECK --interval=5s --timeout=4s --start-period=30s --retries=6 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["programs/gateway.mjs"]

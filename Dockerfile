# The layout of the workspace is kept: packages are imported as TypeScript, and nothing is bundled for the server.
FROM node:24-bookworm-slim AS screens
WORKDIR /app
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile
RUN npx -y pnpm@12.21.0 exec turbo run @quarterdeck/web#build @quarterdeck/desktop#build:console @quarterdeck/sdk#build

FROM node:24-bookworm-slim
WORKDIR /app
COPY . .
RUN npx -y pnpm@12.21.0 --filter '@quarterdeck/api...' install --prod --frozen-lockfile && rm -rf /root/.npm /root/.cache
COPY --from=screens /app/apps/web/dist apps/web/dist
COPY --from=screens /app/apps/desktop/out/renderer apps/desktop/out/renderer
COPY --from=screens /app/packages/sdk/dist packages/sdk/dist
# Of the user that the server runs as, so that a volume mounted here is theirs too.
RUN mkdir /data && chown node:node /data
USER node
ENV HOST=0.0.0.0 QUARTERDECK_DATA_DIR=/data
VOLUME /data
EXPOSE 4400
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT ?? 4400) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/src/main.ts"]

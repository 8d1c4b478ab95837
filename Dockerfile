# Two images from one base: `db` (PostgreSQL 17 + PostGIS) and `app` (every other process). docker-compose.yml builds both.
# Any Debian 13 serves as the base: docker build --build-arg BASE_IMAGE=registry.example/debian:trixie .
ARG BASE_IMAGE=debian:trixie-slim

FROM ${BASE_IMAGE} AS db
RUN apt-get update \
 && mkdir -p /etc/postgresql-common/createcluster.d \
 && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/hypervision.conf \
 && apt-get install -y --no-install-recommends postgresql-17 postgresql-17-postgis-3 \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o postgres -g postgres -m 700 /var/lib/hypervision-db
COPY docker/db /usr/local/bin/hypervision-db
USER postgres
VOLUME /var/lib/hypervision-db
CMD ["hypervision-db"]

FROM ${BASE_IMAGE} AS app
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates gettext libharfbuzz-subset0 libopenh264-8 libpango-1.0-0 libpangoft2-1.0-0 \
    python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/hypervision
COPY requirements.txt package.json package-lock.json ./
RUN python3 -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt \
 && .venv/bin/npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# Networks, demo data and translations go into the image: a container starts without a network. docker/setup copies
# them into the volume, where more is made of them.
ENV PATH=/srv/hypervision/.venv/bin:$PATH PYTHONUNBUFFERED=1
RUN WEIGHTS_DIR=/srv/weights bin/weights && apt-get update && DEMO_DIR=/srv/demo bin/demo-material && rm -rf /var/lib/apt/lists/* \
 && SECRET_KEY=build DATABASE_URL=postgis:///none REDIS_URL=redis:// python manage.py compilemessages --ignore .venv --ignore node_modules \
 && useradd --system --home-dir /srv/hypervision --shell /usr/sbin/nologin hypervision \
 && rm -rf var && install -d -o hypervision -g hypervision -m 700 var var/run var/spool
USER hypervision
VOLUME /srv/hypervision/var
EXPOSE 8000

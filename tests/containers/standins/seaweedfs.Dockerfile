# Stands in for chrislusf/seaweedfs where no registry can be reached: the same program, from the tests' own wheel.
FROM debian:bookworm-slim
COPY weed /usr/bin/weed
ENTRYPOINT ["weed"]

# The distribution as a container. First: mvn -Pdist package. See docs/how-to/install.md.
ARG BASE=docker.io/library/debian:stable-slim
FROM ${BASE}

ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="ecs-images" \
      org.opencontainers.image.description="A local emulator of the Alibaba Cloud ECS image APIs" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"

RUN useradd --system --no-create-home --uid 900 --shell /usr/sbin/nologin ecs-images \
 && install -d -o ecs-images -g ecs-images -m 700 /var/lib/ecs-images
COPY server/dist/target/image/ecs-images-${VERSION} /opt/ecs-images
RUN ln -s /opt/ecs-images/bin/ecs-images /usr/local/bin/ecs-images

USER 900
WORKDIR /var/lib/ecs-images
VOLUME /var/lib/ecs-images
EXPOSE 8080
STOPSIGNAL SIGTERM
# Without curl: the readiness of the management port, which listens inside the container only.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9090 && printf 'GET /health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["ecs-images"]
CMD ["serve", "--host", "0.0.0.0", "--management-port", "9090"]

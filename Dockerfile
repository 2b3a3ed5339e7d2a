# docker build --tag sdconvert .
# docker run --rm --volume "$PWD:/data" sdconvert convert contract.docx -o contract.zip
ARG PYTHON=3.13
FROM python:${PYTHON}-slim AS build
COPY . /source
RUN python -m venv /opt/sdconvert \
    && /opt/sdconvert/bin/pip install --no-cache-dir "/source[images,metafile,batch]"

FROM python:${PYTHON}-slim
COPY --from=build /opt/sdconvert /opt/sdconvert
RUN useradd --create-home --uid 1000 sdconvert
ENV PATH="/opt/sdconvert/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
USER sdconvert
WORKDIR /data
ENTRYPOINT ["sdconvert"]
CMD ["--help"]

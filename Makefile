# Two commands do all the set-up: `make demo` and `make test`. Both need python3 and make, nothing else.
PYTHON ?= python3
CORPUS ?= ../shared/corpus/docx
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: fuzz fuzz-coverage proof-wheel docs docs-pictures wheel proof-shown demo test coverage test-thorough test-browser review-assets test-review proof-review review-picture lint bench bench-batch bench-growth bench-load bench-page bench-pictures bench-speed proof proof-annotate proof-labels proof-mappings proof-mutants proof-reconcile proof-roundtrips proof-soak proof-cluster word-coverage test-fates accept clean

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[images,metafile,sandbox,merge,batch]'
	touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.demo

demo: $(VENV)/.demo  ## convert and validate every sample, try the API on a sandbox, and make documents of records
	$(BIN)/sdconvert convert samples/docx -o build/demo --progress none
	$(BIN)/sdconvert validate build/demo
	$(BIN)/python samples/sandbox_demo.py build/sandbox
	$(BIN)/python samples/records_demo.py build/records

test: lint  ## linters, types, import contracts, the whole suite
	$(BIN)/pytest -q -n auto

wheel: $(VENV)/.demo  ## a wheel in dist/, which needs no checkout
	rm -rf dist
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

proof-wheel: $(VENV)/.dev  ## the wheel in empty environments, with the commands of the README
	PYTHONPATH=tests/support $(BIN)/python tests/proofs/wheel.py

docs: $(VENV)/.dev  ## the site of docs/ and of the code in build/docs/site, without the network; its links are checked
	$(BIN)/python tools/docs/build_site.py

docs-pictures: $(VENV)/.dev  ## the pictures of the gallery, by LibreOffice and Chromium
	PYTHONPATH=tools/docs $(BIN)/python tools/docs/gallery_pictures.py docs/gallery

coverage: $(VENV)/.dev  ## the whole suite again, with the lines and branches that it misses (takes twice as long)
	$(BIN)/pytest -q -n auto --cov --cov-report=term

test-thorough: $(VENV)/.dev  ## properties and fuzzing with other examples on each run, and the storm of 500 uploads
	SDCONVERT_THOROUGH=1 SDCONVERT_STORM=500 $(BIN)/pytest -q -n auto tests/properties tests/contract \
	  tests/comparison tests/validation tests/sandbox/test_fuzz.py tests/test_determinism.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# Each bench takes its figures up into one file; docs/performance.md has its tables from there.
BENCHED := --results docs/performance.json $(if $(DATE),--date $(DATE))
COMPARED := $(BENCHED) $(if $(BEFORE),--before $(BEFORE))

bench: $(VENV)/.dev bench-growth bench-speed bench-batch bench-pictures bench-load  ## all that is wanted of speed and memory, to BEFORE=CHECKOUT and other tools, as a table and in docs/performance.md (25 minutes)
	$(MAKE) --no-print-directory bench-page

bench-speed: $(VENV)/.dev  ## speed as ratios to unzip + parse, starts, and other tools (ONLY=word,packages,corpus,metafiles,starts,peers)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python tests/bench/bench.py $(CORPUS) $(COMPARED) $(if $(ONLY),--only $(ONLY))

bench-batch: $(VENV)/.dev  ## batches, their memory, journals, unchanged runs, other tools (ONLY=runs,unchanged,memory,journal,peers)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python tests/bench/batch.py $(CORPUS) $(COMPARED) $(if $(ONLY),--only $(ONLY))

bench-growth: $(VENV)/.dev  ## how time and memory grow with a document, as exponents, for every direction and command
	$(BIN)/python tests/bench/growth.py $(BENCHED)

bench-pictures: $(VENV)/.dev  ## memory and time of every command for a package of 300 MB of pictures
	$(BIN)/python tests/bench/pictures.py $(COMPARED)

bench-load: $(VENV)/.dev  ## 64 clients of the Partner API against one sandbox
	$(BIN)/python tests/bench/load.py $(BENCHED)

bench-page: $(VENV)/.dev  ## what was measured as a table, and docs/performance.md with it
	$(BIN)/python tests/bench/summary.py --page docs/performance.md

proof: $(VENV)/.dev proof-soak proof-cluster  ## batches over 20 copies of a folder of Word files: killed at random, in a storm, with poison (long)
	$(BIN)/python tests/proofs/batch_kills.py $(CORPUS)
	$(BIN)/python tests/proofs/batch_poison.py $(CORPUS)
	$(BIN)/python tests/proofs/metafiles.py $(CORPUS)

proof-soak: $(VENV)/.dev  ## batches over 10,000 documents with everything going wrong at once (MINUTES=60 DOCUMENTS=10000 SEED=7)
	$(BIN)/python tests/proofs/soak.py --minutes $(or $(MINUTES),60) --documents $(or $(DOCUMENTS),10000) --seed $(or $(SEED),7)

proof-cluster: $(VENV)/.dev  ## batches on a Dask cluster of two workers that die, under a scheduler that is frozen and killed
	$(BIN)/python tests/proofs/soak_cluster.py --seed $(or $(SEED),7)

proof-annotate: $(VENV)/.dev  ## real Word files with their findings as comments: valid, complete, and removed without a trace
	$(BIN)/python tests/proofs/annotations.py $(CORPUS)

proof-labels: $(VENV)/.dev  ## the labels of 200 documents of chance against those that LibreOffice exports
	$(BIN)/python tests/proofs/labels_by_libreoffice.py 200

proof-reconcile: $(VENV)/.dev  ## edits by python-docx and LibreOffice on a folder of Word files come home (docs/reconcile.md; long)
	$(BIN)/python tests/proofs/reconciliations.py $(CORPUS) --jobs 2

proof-mappings: $(VENV)/.dev  ## what proposed mappings change of a folder of Word files, and that all of it is named
	PYTHONPATH=tests/support $(BIN)/python tests/proofs/mapping_effects.py $(CORPUS)

proof-roundtrips: $(VENV)/.dev  ## what comes back of each file after Word, HTML and parsX (docs/roundtrip.md; long)
	$(BIN)/python tests/proofs/roundtrips.py $(CORPUS)

proof-shown: $(VENV)/.dev  ## labels, marks, sizes and ink of pictures over a folder of Word files, by accounts of both sides
	$(BIN)/python tests/proofs/shown_in_corpus.py $(CORPUS)
	$(BIN)/python tests/proofs/pictures_in_corpus.py $(CORPUS)

proof-share: $(VENV)/.dev  ## real Word files without their words, and the smallest that still show their findings
	$(BIN)/python tests/proofs/sharing.py $(CORPUS) --every 8

proof-mutants: $(VENV)/.dev  ## the samples with elements at odd places: every account closes
	$(BIN)/python tests/proofs/mutants.py samples/docx --number 2500

fuzz: $(VENV)/.dev  ## mutants of every kind of input; what does not hold is kept in build/fuzz/broken (NUMBER=100000)
	$(BIN)/python tests/fuzz/fuzz.py --number $(or $(NUMBER),100000)

fuzz-coverage: $(VENV)/.dev  ## the same, led by the lines that are reached, by atheris
	$(BIN)/pip install --quiet --disable-pip-version-check 'atheris>=3'
	$(BIN)/python tests/fuzz/by_coverage.py --number $(or $(NUMBER),100000)

test-browser: $(VENV)/.dev  ## the HTML of three samples in headless Chromium; installs it on Debian when it is missing
	command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core; }
	$(BIN)/pip install --quiet --disable-pip-version-check 'selenium>=4.20'
	SDCONVERT_BROWSER=1 $(BIN)/pytest -q tests/browser

review-assets:  ## docx-preview and jszip from npm, for the page of `sdconvert review` where LibreOffice is missing
	npm ci --prefix web --ignore-scripts --no-audit --no-fund --silent
	mkdir -p sdconvert/review/vendor
	cp web/node_modules/docx-preview/dist/docx-preview.min.js web/node_modules/jszip/dist/jszip.min.js sdconvert/review/vendor
	cp web/node_modules/docx-preview/LICENSE sdconvert/review/vendor/docx-preview.LICENSE
	cp web/node_modules/jszip/LICENSE.markdown sdconvert/review/vendor/jszip.LICENSE

test-review: $(VENV)/.dev review-assets  ## the page of `sdconvert review` in headless Chromium, and every page that a command writes, judged by axe-core
	$(BIN)/pip install --quiet --disable-pip-version-check 'selenium>=4.20'
	SDCONVERT_BROWSER=1 $(BIN)/pytest -q tests/browser/test_review.py tests/browser/test_axe.py

proof-review: $(VENV)/.dev  ## a review of a folder of Word files, timed (docs/review.md)
	$(BIN)/python tests/proofs/review_folder.py $(CORPUS)

review-picture: $(VENV)/.dev  ## docs/review.png, the page with a sample
	$(BIN)/pip install --quiet --disable-pip-version-check 'selenium>=4.20'
	PYTHONPATH=tests/support:tests/browser $(BIN)/python tests/browser/review_picture.py docs/review.png

word-coverage: $(VENV)/.dev  ## docs/word-coverage.md from the table of fates
	PYTHONPATH=tests/support $(BIN)/python tests/support/word_coverage.py docs/word-coverage.md

test-fates: $(VENV)/.dev  ## each element and attribute of Word at each of its places; a sample of it is in the suite
	SDCONVERT_FATES=1 $(BIN)/pytest -q tests/formats/docx/read/test_fates.py

accept: $(VENV)/.dev  ## rewrite the golden outputs; review the diff before committing
	$(BIN)/pytest -q tests/golden --accept

clean:
	rm -rf build $(VENV)

# Two commands do everything: `make serve` and `make test`. What a command does is in wizard/publish/__main__.py.
PYTHON ?= $(shell for p in python3.13 python3 python python3.14 python3.12 python3.11; do $$p -c 'import ensurepip, \
	sys, venv; sys.version_info < (3, 11) and sys.exit(1); print(sys._base_executable)' 2>/dev/null && break; done)
# A Python that you name is the one that is used; otherwise 3.13 is looked for first.
THIS := $(if $(filter file,$(origin PYTHON)),,--this)
PY := .venv/bin/python
RUN := $(PY) -m wizard.publish
READY := node_modules/.ready
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)

.PHONY: serve write test test-all check site freshness audit bench look accept format new-flow keep retire ready chromium engines zensical lighthouse
.DEFAULT_GOAL := serve

serve: ready ## build the site and serve it; PORT=8000
	$(RUN) serve --port $(or $(PORT),8000)
write: ready ## serve the site to its authors, who see what they save; PORT=8000
	$(RUN) preview --port $(or $(PORT),8000)
test: ready chromium ## everything that must be green before a change lands
	$(RUN) test
test-all: ready chromium engines ## the same at full length
	$(RUN) test --all
check: ready ## what needs no browser, under a minute
	$(RUN) check
site: ready ## write the publishable folder site/ for SITE_URL
	$(RUN) site
keep: ready ## add to site/ what earlier releases have online at SITE_URL
	$(RUN) keep
retire: ready ## let site/ end the offline app on every device: decision 0014
	$(RUN) retire
freshness: ready ## list the facts to be read again; ISSUE=yes opens an issue
	$(RUN) freshness $(if $(ISSUE),--issue)
audit: ready ## ask whether a hole is known in any locked package
	$(RUN) audit
bench: ready chromium engines ## print the speed table
	$(RUN) bench
look: ready chromium ## photograph every kind of page of site/ in every dress
	$(RUN) look
zensical: ready chromium ## build with Zensical too, and say what a reader would miss: decision 0018
	$(PY) -I wizard/publish/machine.py zensical
	$(RUN) zensical
lighthouse: ready chromium ## say what Lighthouse finds on every kind of page
	$(RUN) lighthouse
accept: ready ## rewrite the golden files, to be read and committed alone
	$(RUN) accept
format: ready ## format the code
	$(RUN) format
new-flow: ready ## make the rooms of a new flow; NAME=its_id
	$(RUN) new-flow "$(NAME)" && $(RUN) accept

ready: $(READY)
.venv/.ready: uv.lock
	$(or $(PYTHON),$(error Even Keel needs Python 3.11 or newer with venv)) -I wizard/publish/machine.py python $(THIS)
	@touch $@
$(READY): package-lock.json .venv/.ready
	$(PY) -I wizard/publish/machine.py node
	@touch $@
chromium: ready
	@$(PY) -I wizard/publish/machine.py chromium
engines: ready
	@$(PY) -I wizard/publish/machine.py engines

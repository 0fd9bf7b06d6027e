/* Makes a finished report easier to look through; without it every link still leads to its place. It asks nobody for
   anything, keeps nothing, and says only words that the report brings along. */
"use strict";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (target, event, work) => target.addEventListener(event, work);
const words = JSON.parse(one("#_words").textContent);
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const fold = (text) => text.replace(/\s/g, " ").replace(/[À-ɏ]/g, (c) => c.normalize("NFD")[0]).toLowerCase();
const place = (link) => document.getElementById(link.hash.slice(1));

function set(element, attributes) {
	for (const name in attributes) element.setAttribute(name, attributes[name]);
	return element;
}

function make(tag, attributes, ...children) {
	const element = set(document.createElement(tag), attributes);
	element.append(...children);
	return element;
}

function later(work) {
	let timer;
	return () => {
		clearTimeout(timer);
		timer = setTimeout(work, 150);
	};
}

/* The quotes behind a number, in a dialog. */

const dialog = one("#_quotes");

function following(element, selector) {
	const found = [];
	while ((element = element.nextElementSibling)?.matches(selector)) found.push(element);
	return found;
}

function quotesAt(target) {
	if (target?.matches(".quote")) return [target];
	if (target?.matches("p.lead")) return following(target, ".quote");
	if (!target?.matches("tr")) return [];
	const linked = all("a", target).map(place).filter((quote) => quote?.matches(".quote"));
	return linked.length ? linked : [target, ...following(target, ".more")];
}

function copied(element) {
	const copy = element.cloneNode(true);
	for (const marked of [copy, ...all("[id]", copy)]) marked.removeAttribute("id");
	copy.classList.remove("out");
	return copy;
}

/* A section's head without its count, of more than is shown. */
function titled(section) {
	const title = copied(section);
	const name = one("strong", title);
	name?.parentElement.replaceChildren(name);
	return title;
}

function show(link, quotes) {
	const cell = link.closest("th, td");
	const table = cell.closest("table");
	const row = cell.parentElement;
	const at = cell.cellIndex;
	const name = row.dataset.about ?? (at ? row.cells[0].textContent : "");
	const heads = table.tHead?.rows.length === 1 ? table.tHead.rows[0].cells : [];
	const titles = [name, at ? heads[at]?.textContent : words.quotes];
	one("h2", dialog).textContent = titles.filter((t) => t?.trim()).join(" · ");
	one(".what", dialog).textContent = `${table.caption.textContent}: ${link.textContent}`;
	const found = one(".found", dialog);
	found.replaceChildren();
	let body, heading;
	for (const quote of quotes) {
		if (quote.matches("tr")) {
			if (!body) found.append(make("table", {}, (body = make("tbody"))));
			let above = quote;
			while (above && !above.matches(".section")) above = above.previousElementSibling;
			if (above && above !== heading) body.append(titled((heading = above)));
		}
		(body ?? found).append(copied(quote));
	}
	const said = link.dataset.beside;
	if (said) found.append(make("p", {}, said));
	one("a", dialog).hash = link.hash;
	dialog.showModal();
}

on(document, "click", (event) => {
	const link = event.target.closest("a[href]");
	if (event.target === dialog || (link && dialog.contains(link))) dialog.close();
	if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
	const targets = link.dataset.behind?.split(" ").map((id) => document.getElementById(id)) ?? quotesAt(place(link));
	const counts = (quote) => !link.dataset.uncounted?.split(" ").includes(quote.dataset.kind);
	const cites = one(".u", link) && targets[0]?.matches("tr");
	const quotes = !cites && link.closest("main td, main tbody th") ? targets.filter(counts) : [];
	if (!quotes.length) return reveal(place(link));
	event.preventDefault();
	show(link, quotes);
});
on(one("button", dialog), "click", () => dialog.close());
for (const link of all("[data-behind]")) link.ariaHasPopup = "dialog";

/* Tables sorted by a column and filtered by words; sections stay, and rows that belong together stay together. */

const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
const clearing = new Map();
const reveal = (element) => element?.closest(".out") && clearing.get(element.closest("table"))();

function partsOf(body) {
	const parts = [{ units: [] }];
	for (const row of body.rows) {
		const { units } = parts.at(-1);
		if (row.matches(".section")) parts.push({ head: row, units: [] });
		else if (row.matches(".more") && units.length) units.at(-1).push(row);
		else units.push([row]);
	}
	return parts;
}

/* Figures and days before words before nothing; then how much, then how it is written. */
function key(unit, column) {
	const text = unit[0].cells[column]?.textContent.trim() ?? "";
	if (!/[^–\s]/.test(text)) return [2, 0, text];
	const [, day, month, year] = /^(\d+) (\p{L}+) (\d{4})/u.exec(text) ?? [];
	if (words.months.includes(month)) return [0, year * 400 + words.months.indexOf(month) * 32 + +day, text];
	const [, figure] = /^(?:Rp|[$€£])?([-−]?\d[\d.,]*)(?:$|[\s%/=])/.exec(text) ?? [];
	if (!figure) return [1, 0, text];
	return [0, +figure.replaceAll(words.thousands, "").replace(words.decimal, ".").replace("−", "-") || 0, text];
}

function sortable(head, heads, body, parts) {
	const button = make("button", { type: "button" }, ...head.childNodes);
	head.append(button);
	on(button, "click", () => {
		const way = { ascending: "descending", descending: "" }[head.ariaSort] ?? "ascending";
		const sign = way === "descending" ? -1 : 1;
		for (const other of heads) other.ariaSort = other === head && way ? way : null;
		const rows = document.createDocumentFragment();
		for (const { head: section, units } of parts()) {
			const keyed = units.map((unit) => [key(unit, head.cellIndex), unit]);
			if (way) keyed.sort(([a], [b]) => a[0] - b[0] || sign * (a[1] - b[1] || order.compare(a[2], b[2])));
			rows.append(...(section ? [section] : []), ...keyed.flatMap(([, unit]) => unit));
		}
		body.append(rows);
		index = null;
		one("#_said").textContent = say(words[way || "unsorted"], { column: head.textContent });
	});
}

function filterable(table, parts) {
	const field = make("input", { type: "search", autocomplete: "off" });
	const count = make("output");
	function filter() {
		const wanted = fold(field.value).split(" ").filter(Boolean);
		const fits = (row) => {
			const text = fold(row.textContent);
			return wanted.every((word) => text.includes(word));
		};
		let [n, every] = [0, 0];
		for (const { head, units } of parts()) {
			const whole = head && fits(head);
			let any = whole;
			for (const unit of units) {
				const first = whole || fits(unit[0]);
				const kept = unit.filter((row) => first || fits(row));
				for (const row of unit) row.classList.toggle("out", !kept.length || (row !== unit[0] && !kept.includes(row)));
				any ||= kept.length > 0;
				n += kept.length;
				every += unit.length;
			}
			head?.classList.toggle("out", !any);
		}
		count.value = wanted.length ? say(words.rows, { n, all: every }) : "";
	}
	const clear = () => filter((field.value = ""));
	on(field, "input", later(filter));
	on(field, "keydown", (event) => event.key === "Escape" && clear());
	clearing.set(table, clear);
	table.parentElement.before(make("div", { class: "controls" }, make("label", {}, words.filter, " ", field), count));
}

for (const table of all("main table")) {
	const body = table.tBodies[0];
	const heads = table.tHead?.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
	let known;
	const parts = () => (known ??= partsOf(body));
	if (body.rows.length < 4 || heads.some((head) => head.colSpan > 1 || one("a", head))) continue;
	for (const head of heads) if (head.textContent.trim()) sortable(head, heads, body, parts);
	if (body.rows.length >= 12) filterable(table, parts);
}

/* Search over the whole report. */

const BLOCKS = "svg, nav, .controls, p, td, th, li, dd, dt, h1, h2, h3, h4, blockquote, figcaption, caption, aside";
const search = one("#_find");
const status = one("#_hits");
let index, hits = [], current = -1;

function indexed() {
	const walker = document.createTreeWalker(one("main"), NodeFilter.SHOW_TEXT);
	const [nodes, starts, pieces] = [[], [], []];
	let length = 0, before;
	for (let node; (node = walker.nextNode()); ) {
		const block = node.parentElement.closest(BLOCKS);
		if (!block || block.matches("svg, nav, .controls")) continue;
		const gap = block !== before ? "\n" : node.previousSibling?.localName === "br" ? " " : "";
		before = block;
		nodes.push(node);
		starts.push(length + gap.length);
		pieces.push(gap, fold(node.data));
		length += gap.length + node.data.length;
	}
	return { nodes, starts, text: pieces.join("") };
}

function spot(offset) {
	let low = 0, high = index.starts.length;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (index.starts[middle] <= offset) low = middle;
		else high = middle;
	}
	return [index.nodes[low], offset - index.starts[low]];
}

function paint(name, places, priority = 0) {
	if (!CSS.highlights) return;
	const mark = new Highlight();
	for (const [start, stop] of places) {
		const [startContainer, startOffset] = spot(start);
		const [endContainer, last] = spot(stop - 1);
		mark.add(new StaticRange({ startContainer, startOffset, endContainer, endOffset: last + 1 }));
	}
	mark.priority = priority;
	CSS.highlights.set(name, mark);
}

function find() {
	const wanted = fold(search.value).trim().replace(/ +/g, " ");
	hits = [];
	current = -1;
	index ??= indexed();
	for (let at = 0; wanted.length > 1 && (at = index.text.indexOf(wanted, at)) >= 0; at += wanted.length)
		hits.push([at, at + wanted.length]);
	paint("hit", hits.slice(0, 5000));
	paint("here", []);
	status.value = wanted.length < 2 ? "" : say(hits.length ? words.hits : words.none, { n: hits.length });
}

function step(by) {
	if (!index || current < 0) find();
	if (!hits.length) return;
	current = (current < 0 && by < 0 ? hits.length - 1 : current + by + hits.length) % hits.length;
	paint("here", [hits[current]], 1);
	const element = spot(hits[current][0])[0].parentElement;
	reveal(element);
	element.scrollIntoView({ block: "center" });
	status.value = say(words.hit, { n: current + 1, all: hits.length });
}

on(search, "input", later(find));
on(search, "keydown", (event) => {
	if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
	if (event.key === "Escape") find((search.value = ""));
});
on(one("#_next"), "click", () => step(1));
on(one("#_previous"), "click", () => step(-1));
on(document, "keydown", (event) => {
	if (event.key !== "/" || event.ctrlKey || event.metaKey || dialog.open || event.target.matches("input")) return;
	event.preventDefault();
	search.select();
});

/* The graph: people moved by pointer or arrow keys with their ties; classes of ties and groups taken away. */

function movable(svg, graph) {
	const [gap, right, down] = [+graph.dataset.gap, svg.viewBox.baseVal.width, +graph.dataset.down];
	const labels = all("[data-of]", graph);
	const people = new Map();
	const off = new Set();
	const count = make("output");
	let picked;
	for (const g of all("[data-key]", graph)) {
		const { key, group, x, y } = g.dataset;
		const parts = [g, ...labels.filter((label) => label.dataset.of === key)];
		people.set(key, { g, parts, group: `g ${group}`, x: +x, y: +y, home: [+x, +y] });
	}
	const ties = all("[data-a]", graph).map((g) => {
		const { a, b, bend, arrows } = g.dataset;
		return { ...g.dataset, g, a: people.get(a), b: people.get(b), bend: +bend, ends: [...arrows] };
	});

	function line({ g, a, b, bend, ends }) {
		const [dx, dy] = [b.x - a.x, b.y - a.y];
		const length = Math.hypot(dx, dy) || 1;
		const bow = [(a.x + b.x) / 2 - dy * bend, (a.y + b.y) / 2 + dx * bend];
		const mix = (p, q, r) => [p * a.x + q * bow[0] + r * b.x, p * a.y + q * bow[1] + r * b.y];
		const at = (t) => mix((1 - t) ** 2, 2 * t * (1 - t), t * t);
		const cut = (end, head) => Math.min((gap + (ends.includes(end) ? head : 0)) / length, 0.5);
		const [t, u] = [cut("a", 8), 1 - cut("b", 8)];
		const [path, cross] = all("path", g);
		set(path, { d: `M ${at(t)} Q ${mix((1 - t) * (1 - u), t * (1 - u) + u * (1 - t), t * u)} ${at(u)}` });
		all("polygon", g).forEach((head, n) => {
			const [tip, base] = ends[n] === "a" ? [at(cut("a", 0)), at(t)] : [at(1 - cut("b", 0)), at(u)];
			const angle = Math.atan2(tip[1] - base[1], tip[0] - base[0]);
			const wing = (side) => [tip[0] - 11 * Math.cos(angle + side), tip[1] - 11 * Math.sin(angle + side)];
			set(head, { points: [tip, wing(0.42), wing(-0.42)].join(" ") });
		});
		const [x, y] = at(0.5);
		if (cross) set(cross, { d: `M ${x - 5},${y - 5} l 10,10 m -10,0 l 10,-10` });
	}

	function move(person, x, y) {
		person.x = Math.min(Math.max(x, gap), right - gap);
		person.y = Math.min(Math.max(y, gap), down - gap);
		const transform = `translate(${person.x - person.home[0]} ${person.y - person.home[1]})`;
		for (const part of person.parts) set(part, { transform });
		ties.filter((tie) => tie.a === person || tie.b === person).forEach(line);
	}

	function draw() {
		const look = (element, out, faint) => set(element, { display: out ? "none" : "inline", opacity: faint ? 0.12 : 1 });
		const near = new Set([picked]);
		let n = 0;
		for (const { g, a, b, ...tie } of ties) {
			const out = [tie.class, a.group, b.group].some((name) => off.has(name));
			const touches = !picked || a === picked || b === picked;
			look(g, out, !touches);
			if (!out) n += 1;
			if (!out && touches) near.add(a).add(b);
		}
		for (const person of people.values()) {
			person.g.ariaPressed = person === picked;
			for (const part of person.parts) look(part, off.has(person.group), picked && !near.has(person));
		}
		count.value = say(words.ties, { n, all: ties.length });
	}

	for (const person of people.values()) {
		const { g } = person;
		const pick = () => draw((picked = picked === person ? null : person));
		const point = (event) => new DOMPoint(event.x, event.y).matrixTransform(svg.getScreenCTM().inverse());
		let from, moved;
		set(g, { tabindex: 0, role: "button", "aria-label": one("title", g).textContent });
		on(g, "pointerdown", (event) => {
			const { x, y } = point(event);
			from = [person.x - x, person.y - y];
			moved = false;
			g.setPointerCapture(event.pointerId);
		});
		on(g, "pointermove", (event) => {
			if (!from) return;
			const { x, y } = point(event);
			moved ||= Math.hypot(x + from[0] - person.x, y + from[1] - person.y) > 3;
			if (moved) move(person, x + from[0], y + from[1]);
		});
		on(g, "pointerup", () => {
			from = null;
			if (!moved) pick();
		});
		on(g, "keydown", (event) => {
			const far = event.shiftKey ? 40 : 8;
			const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
			if (by) move(person, person.x + by[0], person.y + by[1]);
			else if (event.key === "Enter" || event.key === " ") pick();
			else if (event.key === "Escape") draw((picked = null));
			else return;
			event.preventDefault();
		});
	}

	const boxes = (legend, names, mark) =>
		make("fieldset", {}, make("legend", {}, legend), ...[...new Set(names)].map((name) => {
			const box = make("input", { type: "checkbox", checked: "" });
			on(box, "change", () => draw(off[box.checked ? "delete" : "add"](mark + name)));
			return make("label", {}, box, " ", name);
		}));
	const reset = make("button", { type: "button" }, words.reset);
	const tools = make("div", { class: "controls" });
	on(reset, "click", () => {
		for (const box of all("input", tools)) box.checked = true;
		off.clear();
		for (const person of people.values()) move(person, ...person.home);
		draw((picked = null));
	});
	const groups = all("[data-key]", graph).map((g) => g.dataset.group);
	tools.append(boxes(words.classes, ties.map((tie) => tie.class), ""), boxes(words.groups, groups, "g "), reset, count);
	const paper = svg.parentElement;
	paper.before(tools, make("p", { class: "controls small" }, words.moving));
	set(paper, { role: "group" });
	set(svg, { role: "none" });
	draw();
}

for (const graph of all(".paper [data-gap]")) movable(graph.closest("svg"), graph);
one(".tools").hidden = false;

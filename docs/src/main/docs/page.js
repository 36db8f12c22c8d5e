'use strict';

// Redoc's own words in the language of the page: those that it has names for, and those that it has none for.
const labels = {
  'zh-CN': {
    enum: '取值范围',
    enumSingleValue: '取值',
    enumArray: '列表项',
    default: '默认值',
    deprecated: '已弃用',
    example: '示例',
    examples: '示例',
    recursive: '递归',
    arrayOf: '列表：',
    const: '取值',
    noResultsFound: '没有结果',
    download: '下载',
    downloadSpecification: '下载 OpenAPI 文档',
    responses: '返回结果',
    requestSamples: '请求示例',
    responseSamples: '返回示例',
  },
}[document.documentElement.lang];
const otherWords = {
  'zh-CN': {
    'Search...': '搜索…',
    'query': '请求',
    'Parameters': '参数',
    'sent:': '传输形式：',
    'Request Body schema:': '请求体：',
    'Response Schema:': '返回参数：',
    'Response Headers': '响应头',
    'Content type': '内容类型',
    'License:': '许可证：',
    'Payload': '请求体',
    'Expand all': '全部展开',
    'Collapse all': '全部折叠',
    'Copy': '复制',
    'Copied': '已复制',
    'required': '必需',
  },
}[document.documentElement.lang];

function translate(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const word = otherWords[text.data.trim()];
    if (word && !text.parentElement.closest('code, pre')) {
      text.data = word;
    }
  }
  for (const input of root.querySelectorAll('input[placeholder="Search..."]')) {
    input.placeholder = otherWords['Search...'];
  }
}

function translateAdded(changes) {
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    const root = node instanceof Element ? node : node.parentElement;
    if (root) {
      translate(root);
    }
  }
}

/** Labels each cell of a table with the heading of its column, for narrow windows. */
function labelCells(root) {
  for (const table of root.querySelectorAll("[id^='tag/'] table:has(thead)")) {
    const headings = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, i) => cell.dataset.label = headings[i]);
    }
  }
}

const light = {
  spacing: { sectionVertical: 24 },
  rightPanel: { width: '36%' },
  typography: {
    fontFamily: 'system-ui, sans-serif',
    headings: { fontFamily: 'system-ui, sans-serif' },
    code: { fontFamily: 'ui-monospace, monospace' },
  },
};
const dark = {
  colors: {
    primary: { main: '#8ab4f8' },
    success: { main: '#6fcf7a' },
    error: { main: '#ff8a80' },
    gray: { 50: '#22272c', 100: '#2a3036' },
    border: { dark: 'rgba(255, 255, 255, 0.15)', light: '#1b1f23' },
    text: { primary: '#e3e6e8', secondary: '#aab2b9' },
  },
  schema: { linesColor: '#4b5a68' },
  sidebar: { backgroundColor: '#22272c', textColor: '#e3e6e8' },
  spacing: light.spacing,
  rightPanel: {
    ...light.rightPanel,
    backgroundColor: '#14181b',
    servers: { overlay: { backgroundColor: '#2a3036', textColor: '#e3e6e8' }, url: { backgroundColor: '#1b1f23' } },
  },
  fab: { backgroundColor: '#2a3036', color: '#8ab4f8' },
  typography: {
    ...light.typography,
    code: { ...light.typography.code, color: '#ff9e94', backgroundColor: 'rgba(255, 255, 255, 0.08)' },
  },
};

/** Whether the browser scrolls to a place in the page, so that everything above it must have its height. */
const scrolls = location.hash !== '';

/** The operations that are not rendered yet. */
const waiting = [];

/**
 * Returns a component that renders an operation after the browser has painted the window, in a task of its own. Redoc, which
 * would render all operations before the first paint, calls this: see pom.xml.
 */
function inTurn({ Component, createElement }, Operation) {
  return scrolls ? Operation : inTurn.component ??= class extends Component {
    constructor(props) {
      super(props);
      this.state = { rendered: false };
    }

    componentDidMount() {
      waiting.push(this);
    }

    render() {
      return this.state.rendered ? createElement(Operation, this.props) : null;
    }
  };
}

/** Renders the operations in the order of the page. */
function renderWaiting(place) {
  const next = waiting.shift();
  if (next) {
    next.setState({ rendered: true }, () => setTimeout(renderWaiting, 0, place));
  } else {
    labelCells(place);
    place.dataset.complete = '';
    performance.mark('complete');
  }
}

async function show() {
  // Redoc is read and compiled while the contract is on its way.
  const [answer] = await Promise.all([
    fetch('openapi.json'),
    new Promise(loaded => addEventListener('DOMContentLoaded', loaded)),
  ]);
  const contract = shorten(await answer.json());

  const place = document.getElementById('redoc');
  if (otherWords) {
    new MutationObserver(translateAdded).observe(place, { childList: true, subtree: true });
  }
  Redoc.init(contract, {
    downloadUrls: [{ title: 'openapi.yaml', url: 'openapi.yaml' }],
    expandResponses: '200',
    jsonSamplesExpandLevel: 'all',
    labels,
    scrollYOffset: 'nav',
    showExtensions: ['x-sent'],
    sideNavStyle: 'id-only',
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? dark : light,
  }, place, () => {
    labelCells(place);
    requestAnimationFrame(() => setTimeout(renderWaiting, 0, place));
  });
}

// The same place in the other language.
document.querySelector('nav > a[hreflang]').addEventListener('click', event => {
  event.currentTarget.hash = location.hash;
});

show();

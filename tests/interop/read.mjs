// Reads RDF files with one parser and prints their quads as N-Quads: node read.mjs PARSER MEDIA_TYPE CONTEXT FILE…
// Nothing is ever fetched: CONTEXT is the file of the published context, an address that does not end in its path is
// refused.
import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, format, context, ...files] = process.argv.slice(2);

const ESCAPES = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r' };
const XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string';

function published(url) {
  if (!url.endsWith(`/context/${basename(context)}`)) throw new Error(`the document wants ${url}: no network here`);
  return JSON.parse(readFileSync(context, 'utf8'));
}

async function load(url) {
  return { contextUrl: null, documentUrl: url, document: published(url) };
}

function term(node) {
  switch (node.termType) {
    case 'NamedNode': return `<${node.value}>`;
    case 'BlankNode': return `_:${node.value}`;
    case 'DefaultGraph': return '';
    case 'Literal': {
      const text = `"${node.value.replace(/[\\"\n\r]/g, (found) => ESCAPES[found])}"`;
      if (node.language) return `${text}@${node.language}`;
      return node.datatype.value === XSD_STRING ? text : `${text}^^<${node.datatype.value}>`;
    }
    default: throw new Error(`unexpected ${node.termType}`);
  }
}

function line(quad) {
  return `${[quad.subject, quad.predicate, quad.object, quad.graph].map(term).join(' ')} .\n`;
}

async function stream(parser, file) {
  const lines = [];
  // As text: given bytes, rdfxml-streaming-parser 3.3 breaks the letters that lie across two chunks.
  for await (const quad of createReadStream(file, 'utf8').pipe(parser)) lines.push(line(quad));
  return lines.join('');
}

const PARSERS = {
  n3: async (file, format) => {
    const { Parser } = await import('n3');
    return new Parser({ format }).parse(readFileSync(file, 'utf8')).map(line).join('');
  },
  jsonld: async (file) => {
    const { default: jsonld } = await import('jsonld');
    const document = JSON.parse(readFileSync(file, 'utf8'));
    return jsonld.toRDF(document, { format: 'application/n-quads', documentLoader: load });
  },
  'jsonld-streaming-parser': async (file) => {
    const { JsonLdParser } = await import('jsonld-streaming-parser');
    return stream(new JsonLdParser({ documentLoader: { load: async (url) => published(url) } }), file);
  },
  'rdfxml-streaming-parser': async (file) => {
    const { RdfXmlParser } = await import('rdfxml-streaming-parser');
    return stream(new RdfXmlParser({ baseIRI: pathToFileURL(file).href }), file);
  },
};

for (const file of files) process.stdout.write(await PARSERS[name](file, format));

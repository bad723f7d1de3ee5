// Reads RDF files with one parser and prints their quads as N-Quads: node read.mjs PARSER MEDIA_TYPE FILE…
// Nothing is ever fetched: a document that asks for a remote context is refused.
import { createReadStream, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const ESCAPES = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r' };
const XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string';

async function refuse(url) {
  throw new Error(`the document wants ${url}: no network here`);
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
    return jsonld.toRDF(document, { format: 'application/n-quads', documentLoader: refuse });
  },
  'jsonld-streaming-parser': async (file) => {
    const { JsonLdParser } = await import('jsonld-streaming-parser');
    return stream(new JsonLdParser({ documentLoader: { load: refuse } }), file);
  },
  'rdfxml-streaming-parser': async (file) => {
    const { RdfXmlParser } = await import('rdfxml-streaming-parser');
    return stream(new RdfXmlParser({ baseIRI: pathToFileURL(file).href }), file);
  },
};

const [name, format, ...files] = process.argv.slice(2);
for (const file of files) process.stdout.write(await PARSERS[name](file, format));

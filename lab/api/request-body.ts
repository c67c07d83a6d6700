import { Problem } from './problem.ts';

/** Checks what the headers say of a body. @throws Problem media-type-unsupported, body-too-large */
export function checkBodyHeaders(headers: Headers, types: readonly string[], limit: number): void {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity')
    throw new Problem('media-type-unsupported', 'a body is taken as it is, not encoded', {
      expected: 'no Content-Encoding',
      headers: { 'Accept-Encoding': 'identity' },
    });
  const [type = '', ...parameters] = (headers.get('content-type') ?? '')
    .split(';')
    .map(part => part.trim().toLowerCase());
  const charset = parameters
    .find(parameter => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replace(/"/g, '');
  const isJson = types.includes('application/json');
  if (!types.includes(type) || (isJson && charset !== undefined && charset !== 'utf-8'))
    throw new Problem(
      'media-type-unsupported',
      type === '' ? 'the request has no Content-Type' : 'this Content-Type is not taken here',
      {
        expected: `Content-Type: ${types.join(' or ')}${isJson ? ', in UTF-8' : ''}`,
        headers: { Accept: types.join(', ') },
      },
    );
  const length = Number(headers.get('content-length') ?? 0);
  if (length > limit) throw tooLarge(limit);
}

export function tooLarge(limit: number): Problem {
  return new Problem('body-too-large', `the body has more than ${limit} octets`, {
    expected: `${limit} octets at most`,
    headers: { Connection: 'close' },
  });
}

/** The text of a body. @throws Problem body-too-large, json-invalid when it is not UTF-8 */
export async function readText(body: AsyncIterable<Uint8Array> | null, limit: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of body ?? []) {
    octets += piece.length;
    if (octets > limit) throw tooLarge(limit);
    pieces.push(piece);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new Problem('json-invalid', 'the body is not UTF-8');
  }
}

/** A JSON object; `{}` of an empty body where that may be. @throws Problem body-missing, json-invalid */
export function parseJson(text: string, isOptional: boolean): unknown {
  if (text.trim() === '') {
    if (isOptional) return {};
    throw new Problem('body-missing', 'the body is empty', { expected: 'a JSON object' });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the text around the mistake, which may be a key.
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    throw new Problem('json-invalid', `the body is not JSON${at === undefined ? '' : `: mistake at character ${at}`}`, {
      expected: 'a JSON object',
    });
  }
}

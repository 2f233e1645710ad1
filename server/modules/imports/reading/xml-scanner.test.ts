import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xmlScanner } from './xml-scanner.ts'

function scan(source: string, cuts: number[] = []) {
  const seen: string[] = []
  let text = ''
  const flush = () => {
    if (text !== '') seen.push(`'${text}'`)
    text = ''
  }
  const scanner = xmlScanner({
    open(name, attributes) {
      flush()
      seen.push(`<${name} ${JSON.stringify(attributes)}`)
    },
    text(piece) {
      text += piece
    },
    close(name) {
      flush()
      seen.push(`/${name}`)
    },
  })
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    scanner.push(source.slice(from, cut))
    from = Math.max(from, cut)
  }
  scanner.push(source.slice(from))
  scanner.end()
  return seen
}

describe('xmlScanner', () => {
  const source = `<?xml version="1.0"?><!-- > --><x:a r="A1" t='"&lt;>'><b/>1 &lt; 2 &amp;amp; &#241;&#x1F642; &nope;<![CDATA[<raw> &amp;]]></x:a>`
  const expected = ['<a {"r":"A1","t":"\\"<>"}', '<b {}', '/b', "'1 < 2 &amp; ñ🙂 &nope;<raw> &amp;'", '/a']

  it('reads tags, attributes, entities, comments and CDATA, wherever they are cut', () => {
    expect(scan(source)).toEqual(expected)
    fc.assert(
      fc.property(fc.array(fc.nat(source.length), { maxLength: 8 }), (cuts) => {
        expect(scan(source, cuts)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it.each(['<a><b></a>', '<a', '</a>', '<!DOCTYPE a [<!ENTITY b "c">]><a/>', `<a b="${'x'.repeat(1_100_000)}`])(
    'refuses %.30s',
    (source) => {
      expect(() => scan(source)).toThrow()
    },
  )
})

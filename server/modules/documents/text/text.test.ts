import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf, typeIn } from '#test/builders/editor.ts'
import { findWords, placeOf, replaceWords, wordsAt } from '../comments/anchors.ts'
import { printable } from '../export/printable.ts'
import { contentOf, docOf, rewrite, stateOf } from '../shared/doc.ts'
import { fitting, mentionsIn } from './content.ts'
import { diffLines } from './diff.ts'
import { forReaders, parseMarkdown, writeMarkdown } from './markdown.ts'

const member = '0190a5f0-0000-7000-8000-000000000001'

test('Markdown goes in and comes out the same, with lists, tasks, marks, links and mentions', () => {
  const markdown = [
    '# Brief',
    'Hola **mundo** y *todos*, con [enlace](https://lumbre.example) y `código`.',
    '- uno\n- dos\n  - tres',
    '1. primero\n2. segundo',
    '- [ ] llamar\n- [x] escribir',
    '> Lo dijo un cliente',
    '```\nprecio = 3\n```',
    `Lo ve [@Noa Gil](member:${member}) mañana`,
  ].join('\n\n')
  const content = parseMarkdown(markdown)
  expect(writeMarkdown(content)).toBe(markdown)
  expect(writeMarkdown(contentOf(docOf([stateOf(content)])))).toBe(markdown)
  expect(mentionsIn(content)).toEqual([{ memberId: member, key: member }])
  expect(forReaders(markdown)).toContain('Lo ve @Noa Gil mañana')
})

test('markup stays text, tables stay readable, addresses that run something are no links', () => {
  const content = parseMarkdown(
    '<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n| a | b |\n|---|---|\n| 1 | 2 |',
  )
  const json = JSON.stringify(content)
  expect(json).toContain('<script>alert(1)</script>')
  expect(json).not.toContain('"link"')
  expect(json).toContain('| 1 | 2 |')
})

test('what no editor would write is left out, its words are kept', () => {
  const doc = new Y.Doc()
  const strange = new Y.XmlElement('iframe')
  strange.setAttribute('src', 'https://evil.example')
  strange.insert(0, [new Y.XmlText('palabras')])
  doc.getXmlFragment('default').insert(0, [strange])
  expect(contentOf(doc)).toEqual({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'palabras' }] }],
  })
  expect(
    fitting({ type: 'doc', content: [{ type: 'heading', attrs: { level: 2, onclick: 'x' }, content: [] }] }),
  ).toEqual({
    type: 'doc',
    content: [{ type: 'heading', attrs: { level: 2 } }],
  })
})

test('any text survives being written as a document of paragraphs', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), { maxLength: 8 }), (lines) => {
      const content = fitting({
        type: 'doc',
        content: lines.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
      })
      const kept = contentOf(docOf([stateOf(content)]))
      expect((kept.content ?? []).map((block) => (block.content ?? []).map(({ text }) => text).join(''))).toEqual(lines)
      writeMarkdown(kept)
    }),
    { numRuns: 100 },
  )
})

test('a difference applied to the one text gives the other, and is as short as what changed', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'd')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 12 }), (a, b) => {
      const parts = diffLines(a.join('\n'), b.join('\n'))
      const side = (left: string) => parts.filter(({ change }) => change !== left).map(({ text }) => text)
      expect(side('added').join('\n')).toBe(a.join('\n'))
      expect(side('removed').join('\n')).toBe(b.join('\n'))
    }),
  )
  expect(diffLines('uno\ndos\ntres', 'uno\n2\ntres')).toEqual([
    { change: 'same', text: 'uno' },
    { change: 'removed', text: 'dos' },
    { change: 'added', text: '2' },
    { change: 'same', text: 'tres' },
  ])
})

test('edits of any number of people, delivered in any order and more than once, end in the same text', () => {
  const edit = fc.record({
    who: fc.nat(3),
    at: fc.nat(30),
    remove: fc.nat(4),
    insert: fc.string({ maxLength: 5 }),
    hears: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 40 }), fc.infiniteStream(fc.nat()), (edits, random) => {
      const start = stateOf(parseMarkdown('Texto común'))
      const people = Array.from({ length: 4 }, () => docOf([start]))
      const updates: Uint8Array[] = []
      for (const doc of people) doc.on('update', (update, origin) => origin !== 'heard' && updates.push(update))
      for (const { who, at, remove, insert, hears } of edits) {
        const doc = people[who]!
        const text = (doc.getXmlFragment('default').get(0) as Y.XmlElement).get(0) as Y.XmlText
        const from = at % (text.length + 1)
        text.delete(from, Math.min(remove, text.length - from))
        if (insert !== '') text.insert(from, insert)
        // Some hear of some of it at once, the rest only at the end.
        if (updates.length > 0) Y.applyUpdate(people[hears]!, updates[random.next().value! % updates.length]!, 'heard')
      }
      const shuffled = updates.map((update) => ({ update, by: random.next().value! })).sort((a, b) => a.by - b.by)
      const twice = [...shuffled, ...shuffled.slice(0, 5)]
      for (const doc of people) for (const { update } of twice) Y.applyUpdate(doc, update, 'heard')
      const kept = docOf([start, ...twice.map(({ update }) => update)])
      for (const doc of people) expect(textOf(doc)).toBe(textOf(kept))
    }),
    { numRuns: 150 },
  )
})

test('an anchor moves with its words whatever is written around them, and says when they are gone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ before: fc.string({ maxLength: 6 }), after: fc.string({ maxLength: 6 }) }), {
        maxLength: 10,
      }),
      (edits) => {
        const doc = docOf([stateOf(parseMarkdown('Un reloj con batería de siete días.'))])
        const anchor = findWords(doc, 'siete días')!
        const text = (doc.getXmlFragment('default').get(0) as Y.XmlElement).get(0) as Y.XmlText
        for (const { before, after } of edits) {
          text.insert(0, before)
          typeIn(doc, after)
        }
        const place = placeOf(doc, anchor)
        expect(place && place !== 'elsewhere' && wordsAt(place)).toBe('siete días')
      },
    ),
    { numRuns: 50 },
  )
  const doc = docOf([stateOf(parseMarkdown('Dura **siete** días'))])
  const anchor = findWords(doc, 'siete')!
  const place = placeOf(doc, anchor)
  if (!place || place === 'elsewhere') throw new Error('no place')
  replaceWords(place, 'cinco')
  expect(writeMarkdown(contentOf(doc))).toBe('Dura **cinco** días')
  doc.getXmlFragment('default').delete(0, 1)
  expect(placeOf(doc, anchor)).toBeNull()
  expect(placeOf(doc, { from: 'AAAA', to: '////' })).toBeNull()
})

test('writing the text anew touches only what is different', () => {
  const doc = docOf([stateOf(parseMarkdown('# Uno\n\nDos tres\n\nCuatro'))])
  const anchor = findWords(doc, 'Cuatro')!
  let bytes = 0
  doc.on('update', (update: Uint8Array) => void (bytes += update.length))
  rewrite(doc, parseMarkdown('# Uno\n\nDos y tres\n\nCuatro'))
  expect(writeMarkdown(contentOf(doc))).toBe('# Uno\n\nDos y tres\n\nCuatro')
  expect(bytes).toBeLessThan(80)
  const place = placeOf(doc, anchor)
  expect(place && place !== 'elsewhere' && wordsAt(place)).toBe('Cuatro')
  rewrite(doc, parseMarkdown(''))
  expect(writeMarkdown(contentOf(doc))).toBe('')
})

test('what the standard fonts of PDF lack is replaced so that it can still be read', () => {
  expect(printable('Año «50 €» – “hoy” → ≤ 3 ✓ 🎉 Łódź Žižek 日本')).toBe('Año «50 €» – “hoy” -> <= 3 ×  ?ódz Žižek ??')
})

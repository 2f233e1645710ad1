import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'
import { schema } from '#modules/documents/text/schema.ts'
import { schemaExtensions } from '../web/features/documents/editor/schema.ts'

test('the editor in the browser writes what the server can read, node for node and mark for mark', () => {
  const shapeOf = ({ nodes, marks }: typeof schema) => ({
    nodes: Object.fromEntries(
      Object.values(nodes).map(({ name, spec }) => [
        name,
        {
          content: spec.content ?? '',
          attributes: Object.keys(spec.attrs ?? {}).sort(),
          isInline: spec.inline ?? false,
        },
      ]),
    ),
    marks: Object.fromEntries(
      Object.values(marks).map(({ name, spec }) => [name, Object.keys(spec.attrs ?? {}).sort()]),
    ),
  })
  expect(shapeOf(getSchema(schemaExtensions()))).toEqual(shapeOf(schema))
})

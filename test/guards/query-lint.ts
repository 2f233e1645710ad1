import ts from 'typescript'

/** Statements that would not run on a distributed table; see docs/architecture.md, "Database". */
const forbidden: [RegExp, string][] = [
  [/\bcurrent_setting\s*\(/i, 'current_setting() in a query: pass a parameter'],
  [/\bon\s+delete\s+set\s+null\b/i, 'ON DELETE SET NULL'],
  [/\bctid\b/i, 'ctid in a query'],
  [
    /\bon\s+conflict\b[^;]*\bdo\s+update\s+set\b[^;]*\bnow\s*\(/i,
    'now() in ON CONFLICT DO UPDATE: pass a parameter or use excluded',
  ],
  [/\bon\s+conflict\b[^;]*\bdo\s+update\s+set\b[^;]*\(\s*select\b/i, 'sub-query in ON CONFLICT DO UPDATE'],
  [
    /\bupdate\s+\w+\s+(as\s+\w+\s+)?set\b[^;]*=\s*(gen_random_uuid|random|clock_timestamp)\s*\(/i,
    'volatile function in SET',
  ],
  [/\boffset\s+(\$|\d)/i, 'OFFSET paging: page by key'],
]

/** Reads every SQL text of a source file: `sql` templates and strings that look like statements. */
export function lintQueries(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const wrong: string[] = []
  const visit = (node: ts.Node) => {
    const text = sqlText(node)
    if (text) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      for (const rule of breaches(text, around(node))) wrong.push(`${path}:${line + 1} ${rule}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return wrong
}

/** What the statement is put together from: the function it stands in, or the file when its conditions come from outside. */
function around(node: ts.Node): string {
  if (/\$\{[^}]*(where|condition|joined)[^}]*\}/i.test(node.getText())) return node.getSourceFile().text
  let scope: ts.Node = node
  while (scope.parent && !ts.isFunctionLike(scope)) scope = scope.parent
  return ts.isFunctionLike(scope) ? scope.getText() : ''
}

function breaches(text: string, context: string): string[] {
  if (/\bops\./.test(text)) return []
  const out = forbidden.filter(([pattern]) => pattern.test(text)).map(([, rule]) => rule)
  const touchesTable =
    /^\s*(with\b[\s\S]*?\b)?(select\b[\s\S]*\bfrom\s+[a-z_]+|update\s+[a-z_]+\b[\s\S]*\bset\b|delete\s+from\s+[a-z_]+)/i.test(
      text,
    )
  const isWhole = /^\s*(select|update|delete|with)\b/i.test(text)
  if (isWhole && touchesTable && !exempt.test(text) && !/workspace_id|workspaceId/.test(text + context))
    out.push('no workspace_id in the statement')
  return out
}

/** Statements over the queue, the catalogue, the process list and the global tables. */
const exempt =
  /graphile_worker|pg_(class|indexes|stat|constraint|attribute|catalog|backup|database|roles|settings|available)|information_schema|\bops\.|ops_migration|from workspace\b|update workspace\b|\bauth\.|from api_key\b|from form where id|visit_event_default|jsonb?_(to_recordset|array_elements|each|populate)|unnest\(|generate_series/i

function sqlText(node: ts.Node): string | null {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText().startsWith('sql')) return templateText(node.template)
  if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isStringLiteral(node)) {
    return !ts.isTaggedTemplateExpression(node.parent) && looksLikeSql(node.text) ? node.text : null
  }
  if (ts.isTemplateExpression(node) && !ts.isTaggedTemplateExpression(node.parent)) {
    const text = templateText(node)
    return looksLikeSql(text) ? text : null
  }
  return null
}

const templateText = (template: ts.TemplateLiteral) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : [
        template.head.text,
        ...template.templateSpans.map((span) => `$\{${span.expression.getText()}}${span.literal.text}`),
      ].join('')

const looksLikeSql = (text: string) =>
  /^\s*(select\b[\s\S]+\bfrom\b|insert\s+into\b|update\s+\w+\s+(as\s+\w+\s+)?set\b|delete\s+from\b|with\s+\w+\s+as\s*\()/i.test(
    text,
  )

/** Tables a source file writes: `insert into x`, `update x`, `delete from x`, and Kysely's builders. */
export function writtenTables(path: string, source: string): Set<string> {
  const written = new Set<string>()
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node) => {
    const text = sqlText(node)
    if (text) {
      for (const [, table] of text.matchAll(/\b(?:insert\s+into|delete\s+from)\s+([a-z_]+)/gi))
        written.add(table!.toLowerCase())
      for (const [, table] of text.matchAll(/(?:^|\(|\bas\s+\(|;)\s*update\s+([a-z_]+)/gi))
        written.add(table!.toLowerCase())
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name } = node.expression
      const [argument] = node.arguments
      if (['insertInto', 'updateTable', 'deleteFrom'].includes(name.text) && argument && ts.isStringLiteral(argument)) {
        written.add(argument.text.split(' ')[0]!.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return written
}

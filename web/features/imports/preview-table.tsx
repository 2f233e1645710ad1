import { Skeleton, Text, Title } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { fieldName, type Preview } from './types.ts'

const instant = /^\d{4}-\d{2}-\d{2}T/
const midnight = /^\d{4}-\d{2}-\d{2}$/

/** The first rows as they will be stored. */
export function PreviewTable({ preview, failed }: { preview: Preview | null; failed: boolean }) {
  const t = useT()
  const format = useFormat()
  const shown = (value: string | null) => {
    if (value === null) return <span className="td-muted">–</span>
    return instant.test(value) || midnight.test(value) ? format.date(value) : value
  }
  return (
    <div>
      <Title order={2} size="h4">
        {t('imports.mapping.preview')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t(failed ? 'imports.mapping.previewFailed' : 'imports.mapping.previewNote')}
      </Text>
      {!preview ? (
        <Skeleton h={180} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard
        <section className="td-import-scroll" tabIndex={0} aria-label={t('imports.mapping.preview')}>
          <table className="td-import-table">
            <thead>
              <tr>
                {preview.fields.map((field) => (
                  <th scope="col" key={field}>
                    {fieldName(t, field)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.rows.map(({ values, problem }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
                <tr key={index}>
                  {problem ? (
                    <td colSpan={Math.max(1, preview.fields.length)} style={{ color: 'var(--mantine-color-red-text)' }}>
                      {problem.column ? `${problem.column}: ` : ''}
                      {t(`imports.rules.${problem.rule}`, { limit: '' })}
                    </td>
                  ) : (
                    values.map((value, place) => <td key={preview.fields[place]}>{shown(value)}</td>)
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

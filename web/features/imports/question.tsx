import { Radio, Stack } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import type { ImportRecord, MappedColumn } from './types.ts'

type Column = ImportRecord['columns'][number]
type Props = {
  column: Column
  mapped: MappedColumn
  type: string | null
  onAnswer: (answer: Pick<MappedColumn, 'dateOrder' | 'decimal'>) => void
}

/** What only a person can tell, asked with a value of the file: is 03/04 the 3rd of April or March 4th? */
export function Question({ column, mapped, type, onAnswer }: Props) {
  if ((type === 'date' || type === 'datetime') && isOpen(column.dateOrder))
    return <DateOrder column={column} value={mapped.dateOrder} onAnswer={(dateOrder) => onAnswer({ dateOrder })} />
  if ((type === 'number' || type === 'integer' || type === 'money') && column.decimal === 'ambiguous')
    return <Decimal column={column} value={mapped.decimal} onAnswer={(decimal) => onAnswer({ decimal })} />
  return null
}

const isOpen = (order: string | null) => order === 'ambiguous' || order === 'conflicting'

type DateOrderValue = NonNullable<MappedColumn['dateOrder']>
const written = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})/

function DateOrder({
  column,
  value,
  onAnswer,
}: {
  column: Column
  value: DateOrderValue | undefined
  onAnswer: (value: DateOrderValue) => void
}) {
  const t = useT()
  const format = useFormat()
  const example = column.examples.find((text) => {
    const [, first, second] = text.match(written) ?? []
    return first !== undefined && first !== second && Number(first) <= 12 && Number(second) <= 12
  })
  const [, first = '', second = '', year = ''] = example?.match(written) ?? []
  const dateOf = (day: string, month: string) =>
    format.day(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  const short = (text: string) => text.replace(/^[^\d]*?,\s*/, '')
  return (
    <div className="td-import-question" data-answered={value || undefined}>
      <Radio.Group
        label={
          example
            ? t('imports.questions.dateOrder', {
                example,
                dayFirst: short(dateOf(first, second)),
                monthFirst: short(dateOf(second, first)),
              })
            : t('imports.questions.dateOrderPlain')
        }
        value={value ?? null}
        onChange={(chosen) => onAnswer(chosen === 'day_first' ? 'day_first' : 'month_first')}
      >
        <Stack gap={6} mt={6}>
          <Radio
            value="day_first"
            label={
              example
                ? t('imports.questions.dayFirst', { date: dateOf(first, second) })
                : t('imports.questions.dayFirstPlain')
            }
          />
          <Radio
            value="month_first"
            label={
              example
                ? t('imports.questions.monthFirst', { date: dateOf(second, first) })
                : t('imports.questions.monthFirstPlain')
            }
          />
        </Stack>
      </Radio.Group>
    </div>
  )
}

type DecimalValue = NonNullable<MappedColumn['decimal']>

function Decimal({
  column,
  value,
  onAnswer,
}: {
  column: Column
  value: DecimalValue | undefined
  onAnswer: (value: DecimalValue) => void
}) {
  const t = useT()
  const format = useFormat()
  const example = column.examples.find((text) => /\d[.,]\d/.test(text))
  const read = (mark: DecimalValue) => {
    const digits = (example ?? '').replace(/[^\d.,-]/g, '')
    const plain = mark === ',' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '')
    return format.number(Number(plain), { maximumFractionDigits: 6 })
  }
  return (
    <div className="td-import-question" data-answered={value || undefined}>
      <Radio.Group
        label={
          example
            ? t('imports.questions.decimal', { example, comma: read(','), point: read('.') })
            : t('imports.questions.decimalPlain')
        }
        value={value ?? null}
        onChange={(chosen) => onAnswer(chosen === ',' ? ',' : '.')}
      >
        <Stack gap={6} mt={6}>
          <Radio
            value=","
            label={example ? t('imports.questions.comma', { number: read(',') }) : t('imports.questions.commaPlain')}
          />
          <Radio
            value="."
            label={example ? t('imports.questions.point', { number: read('.') }) : t('imports.questions.pointPlain')}
          />
        </Stack>
      </Radio.Group>
    </div>
  )
}

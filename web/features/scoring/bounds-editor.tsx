import { Text } from '@mantine/core'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import type { Definition } from './types.ts'

type Props = { definition: Definition; onChange: (change: Partial<Definition>) => void }

/** From which points on somebody is warm, hot, or ready for sales. */
export function BoundsEditor({ definition, onChange }: Props) {
  const t = useT()
  return (
    <section>
      {(['hot', 'warm', 'mql'] as const).map((bound) => (
        <fieldset key={bound} className="sc-rule" style={{ border: 0, margin: '0 0 0.5rem' }}>
          <legend className="td-hidden">{t(`scoring.bounds.${bound}`)}</legend>
          <strong>{t(`scoring.bounds.${bound}`)}</strong>
          <Text size="xs" c="dimmed">
            {t(`scoring.bounds.${bound}Text`)}
          </Text>
          <div className="sc-bounds">
            {(['fit', 'engagement'] as const).map((side) => (
              <NumberField
                key={side}
                size="xs"
                label={t(`scoring.bounds.${side}`)}
                min={0}
                max={100}
                value={definition[bound][side]}
                onChange={(value) =>
                  typeof value === 'number' && onChange({ [bound]: { ...definition[bound], [side]: value } })
                }
              />
            ))}
          </div>
        </fieldset>
      ))}
      <div className="sc-rule">
        <div className="sc-bounds">
          <NumberField
            size="xs"
            label={t('scoring.bounds.handRaiseDays')}
            description={t('scoring.bounds.handRaiseDaysText')}
            min={1}
            max={365}
            value={definition.handRaiseDays}
            onChange={(handRaiseDays) => typeof handRaiseDays === 'number' && onChange({ handRaiseDays })}
          />
          <NumberField
            size="xs"
            label={t('scoring.bounds.hysteresis')}
            description={t('scoring.bounds.hysteresisText')}
            min={0}
            max={20}
            value={definition.hysteresis}
            onChange={(hysteresis) => typeof hysteresis === 'number' && onChange({ hysteresis })}
          />
        </div>
      </div>
    </section>
  )
}

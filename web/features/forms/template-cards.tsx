import { SimpleGrid, Text, UnstyledButton } from '@mantine/core'
import {
  type Icon,
  IconCalculator,
  IconDownload,
  IconFilePlus,
  IconMail,
  IconMessage,
  IconPresentation,
} from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { formFromTemplate, type TemplateKey, templateKeys } from './templates.ts'
import './forms.css'

const icons: Record<TemplateKey, Icon> = {
  contact: IconMessage,
  demo: IconPresentation,
  quote: IconCalculator,
  newsletter: IconMail,
  guide: IconDownload,
  blank: IconFilePlus,
}

/** One click makes a whole form from a template and opens it. */
export function TemplateCards({ onCreated }: { onCreated?: () => void }) {
  const t = useT()
  const go = useGo()
  const create = useAct('POST /forms', { idempotent: true })
  const choose = async (key: TemplateKey) => {
    const form = await create.mutateAsync({ body: formFromTemplate(key, t) })
    onCreated?.()
    go(`/forms/${form.id}`)
  }
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {templateKeys.map((key) => {
        const Picture = icons[key]
        return (
          <UnstyledButton
            key={key}
            className="td-form-template"
            disabled={create.isPending}
            onClick={() => void choose(key).catch(() => undefined)}
          >
            <Picture size={22} aria-hidden="true" />
            <span>
              <Text component="span" fw={600} display="block">
                {t(`forms.templates.${key}.name`)}
              </Text>
              <Text component="span" size="sm" c="dimmed" display="block">
                {t(`forms.templates.${key}.about`)}
              </Text>
            </span>
          </UnstyledButton>
        )
      })}
    </SimpleGrid>
  )
}

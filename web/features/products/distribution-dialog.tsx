import { ActionIcon, Button, Group, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { DistributionPlan } from '#contract/product-parts.ts'
import type { ProductRecord } from '#contract/products.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Line = { id: string; channel: string; regions: string[]; leadTimeDays: number }
type Props = { product: ProductRecord; plan: DistributionPlan | null; onClose: () => void }

/** Writes the next version of the distribution plan. */
export function DistributionDialog({ product, plan, onClose }: Props) {
  const t = useT()
  const form = useForm<{ routes: Line[]; note: string }>({
    initialValues: {
      routes: plan?.routes.map((route) => ({ ...route, id: crypto.randomUUID() })) ?? [blank()],
      note: '',
    },
  })
  const put = useAct('PUT /products/:id/distribution', { form, done: t('products.distribution.done') })
  return (
    <FormDialog
      title={t('products.distribution.change')}
      form={form}
      size="xl"
      onClose={onClose}
      busy={put.isPending}
      onSubmit={async ({ routes, note }) => {
        const body = {
          routes: routes.map(({ channel, regions, leadTimeDays }) => ({ channel, regions, leadTimeDays })),
          note: note.trim() || null,
        }
        await put.mutateAsync({ params: { id: product.id }, body })
        onClose()
      }}
    >
      {form.values.routes.map(({ id, channel }, index) => (
        <Group key={id} gap="xs" align="flex-start" className="pr-line" role="group" aria-label={channel}>
          <TextInput
            label={t('products.distribution.channel')}
            required
            maxLength={80}
            w={180}
            {...form.getInputProps(`routes.${index}.channel`)}
          />
          <TagsInput
            className="pr-grow"
            label={t('products.distribution.regions')}
            placeholder={t('products.distribution.regionsHelp')}
            maxTags={100}
            {...form.getInputProps(`routes.${index}.regions`)}
          />
          <NumberField
            label={t('products.distribution.leadTime')}
            min={0}
            max={3650}
            w={130}
            required
            {...form.getInputProps(`routes.${index}.leadTimeDays`)}
          />
          <ActionIcon
            mt={26}
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={t('products.distribution.remove', { channel })}
            onClick={() => form.removeListItem('routes', index)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('routes', blank())}
        >
          {t('products.distribution.addRoute')}
        </Button>
      </Group>
      <Textarea label={t('products.spec.why')} autosize minRows={2} maxLength={2000} {...form.getInputProps('note')} />
    </FormDialog>
  )
}

const blank = (): Line => ({ id: crypto.randomUUID(), channel: '', regions: [], leadTimeDays: 2 })

import { z } from 'zod';
import { definePreset } from './define-preset.ts';

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:(?:[\w-]{1,256}(?:\.fifo)?|[\w-]*\*)$/;

export const awsSns = definePreset({
  preset: 'aws-sns',
  label: 'Amazon SNS',
  config: z.object({
    preset: z.literal('aws-sns'),
    // AWS signs the messages of every account alike, so that only the topic tells ours from a stranger's.
    topics: z
      .array(
        z
          .string()
          .trim()
          .regex(
            TOPIC,
            'Write the ARN of a topic, as arn:aws:sns:eu-west-1:123456789012:orders; its name may end in *.',
          ),
      )
      .min(1, 'Write the ARN of your topic: anybody can have SNS sign messages of their own topics.')
      .max(50)
      .meta({ title: 'Topics', description: 'Their ARNs. A `*` at the end takes every topic that begins so.' }),
    toleranceSeconds: z.number().int().min(1).max(86_400).default(7_200).meta({
      title: 'Tolerance (s)',
      description: 'How far the time of a message may be off, both ways. SNS repeats messages for up to an hour.',
    }),
  }),
  initial: { preset: 'aws-sns', topics: [] },
  help: 'Enter the ARN of your topic and publish the workflow; then create a subscription of the topic with protocol *HTTPS* and the trigger URL, and leave *raw message delivery* off. The subscription is confirmed by itself, also while the workflow is paused. Checked: the signature of the message with Amazon’s certificate, its topic and its time. SNS does not sign `MessageAttributes` and `UnsubscribeURL`: do not rely on them.',
  link: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  credentialHeaders: () => [],
  eventIds: () => [{ kind: 'path', path: 'MessageId' }],
});

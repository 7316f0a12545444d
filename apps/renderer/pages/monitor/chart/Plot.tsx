import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormat } from '../../../format/use-format.ts';
import { CursorLabel } from './CursorLabel.tsx';
import { moveCursor } from './cursor.ts';
import { gapsOf } from './gaps.ts';
import { byteTicks, tickDigits, timeTicks, valueTicks } from './ticks.ts';
import type { TimeChartProps } from './time-chart.ts';

const dayLong = 36 * 3_600_000;

export function Plot(props: TimeChartProps) {
  const { series, rows, from, to, stacked, marks = [], limit } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const keys = series.map((s) => s.key);
  const gaps = gapsOf(rows, keys);
  const highest = highestOf(rows, keys, stacked === true, limit);
  const yTicks = props.sizes ? byteTicks(highest) : valueTicks(highest);
  const { scale = 1 } = props;
  const digits = tickDigits(yTicks, scale);
  const long = to - from > dayLong;
  const ticks = timeTicks(from, to, 7);
  const axis = { tick: { fill: 'var(--text3)', fontSize: 11 }, tickLine: false, axisLine: false } as const;
  const at = (state: { activeLabel?: string | number | undefined }) =>
    state.activeLabel === undefined ? undefined : Number(state.activeLabel);
  const endDrag = () => {
    if (drag && Math.abs(drag.to - drag.from) > (to - from) / 100)
      props.onZoom?.(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to));
    setDrag(null);
  };
  return (
    <div className="plot-box">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...rows]}
          margin={{ top: 8, right: 14, bottom: 0, left: 0 }}
          syncId="monitor"
          syncMethod="value"
          title={props.title}
          onMouseDown={(s) => {
            const x = at(s);
            if (props.onZoom && x !== undefined) setDrag({ from: x, to: x });
          }}
          onMouseMove={(s) => {
            const x = at(s);
            moveCursor(x ?? null);
            if (drag && x !== undefined) setDrag({ ...drag, to: x });
          }}
          onMouseUp={endDrag}
          onMouseLeave={() => {
            moveCursor(null);
            setDrag(null);
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis
            dataKey="at"
            type="number"
            domain={[from, to]}
            ticks={[...ticks, to]}
            tickFormatter={(v: number) => (v === to ? t('monitor.now') : long ? format.day(v) : format.clock(v, false))}
            height={18}
            interval={0}
            allowDataOverflow
            {...axis}
          />
          <YAxis
            domain={[0, yTicks.at(-1) ?? 1]}
            ticks={yTicks}
            width={38}
            tickFormatter={(v: number) => format.number(v / scale, digits)}
            interval={0}
            {...axis}
          />
          {gaps.map((g) => (
            <ReferenceArea
              key={g.from}
              x1={g.from}
              x2={g.to}
              fill="var(--sunken)"
              fillOpacity={1}
              stroke="none"
              {...((g.to - g.from) / (to - from) > 0.2
                ? {
                    label: {
                      value: t('monitor.gap', { from: format.clock(g.from, false), to: format.clock(g.to, false) }),
                      position: 'insideTop',
                      fill: 'var(--text3)',
                      fontSize: 11,
                    } as const,
                  }
                : {})}
            />
          ))}
          {series.map((s) =>
            stacked ? (
              <Area
                key={s.key}
                dataKey={s.key}
                name={s.label}
                stackId="all"
                type="linear"
                stroke="var(--content)"
                strokeWidth={1}
                fill={`var(--c${s.colour})`}
                fillOpacity={0.78}
                isAnimationActive={false}
                dot={false}
                activeDot={false}
              />
            ) : (
              <Line
                key={s.key}
                dataKey={s.key}
                name={s.label}
                type="linear"
                stroke={`var(--c${s.colour})`}
                strokeWidth={1.75}
                {...(s.dashed ? { strokeDasharray: '5 3' } : {})}
                isAnimationActive={false}
                dot={false}
                activeDot={false}
                connectNulls={false}
              />
            ),
          )}
          {limit === undefined ? null : (
            <ReferenceLine
              y={limit}
              stroke="var(--text3)"
              strokeDasharray="4 3"
              label={{ value: t('monitor.limit'), position: 'insideTopLeft', fill: 'var(--text3)', fontSize: 11 }}
            />
          )}
          {marks.map((m, index) => (
            <ReferenceLine
              key={`${m.at}${m.label}`}
              x={m.at}
              stroke={m.bad ? 'var(--bad)' : 'var(--text3)'}
              strokeDasharray="2 3"
              label={{
                value: m.label,
                dy: (index % 2) * 14,
                position: m.at > from + (to - from) * 0.7 ? 'insideTopRight' : 'insideTopLeft',
                fill: m.bad ? 'var(--bad)' : 'var(--text3)',
                fontSize: 11,
              }}
            />
          ))}
          {drag ? <ReferenceArea x1={drag.from} x2={drag.to} fill="var(--selected)" fillOpacity={0.6} /> : null}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--text2)', strokeWidth: 1 }}
            content={<CursorLabel say={props.say} sum={stacked === true} />}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function highestOf(rows: TimeChartProps['rows'], keys: readonly string[], stacked: boolean, limit = 0): number {
  let highest = 0;
  for (const row of rows) {
    const values = keys.map((k) => row[k] ?? 0);
    highest = Math.max(highest, stacked ? values.reduce((a, b) => a + b, 0) : Math.max(0, ...values));
  }
  // A limit far above the line would press it flat: it is drawn only where it is near.
  return limit > 0 && limit < highest * 3 ? Math.max(highest, limit) : highest;
}

import type { ReactNode } from 'react';
import type { Row } from './gaps.ts';

export interface PlotMark {
  at: number;
  label: string;
  bad: boolean;
}

export interface ChartSeries {
  key: string;
  label: string;
  /** 1 to 8. */
  colour: number;
  dashed?: boolean;
}

export interface TimeChartProps {
  title: string;
  unit: string;
  /** The present value, in the heading. */
  now?: ReactNode;
  series: readonly ChartSeries[];
  rows: readonly Row[];
  from: number;
  to: number;
  stacked?: boolean;
  /** Values are sizes: axis steps are round in units of 1024. */
  sizes?: boolean;
  limit?: number;
  marks?: readonly PlotMark[];
  legend?: boolean;
  /** Shown as a table whatever its own button says. */
  asTable?: boolean;
  say: (value: number) => string;
  /** What one of the unit beside the title is; axis labels carry no unit of their own. Default 1. */
  scale?: number;
  onZoom?: (from: number, to: number) => void;
}

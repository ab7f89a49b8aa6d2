#!/usr/bin/env node
import { requireNode } from './nodeVersion.mjs';

requireNode();
await import('../src/main.ts');
